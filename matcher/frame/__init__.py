"""Many dossiers at once: a frame of forms or a list of dossiers in, a frame of matches out."""
