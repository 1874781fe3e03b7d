"""The information interview on one screen: the dossier on the left, the targets, the opinion and what follows."""
