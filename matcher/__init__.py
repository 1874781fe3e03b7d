"""VAE au Cnam : de l'expérience à la certification."""
