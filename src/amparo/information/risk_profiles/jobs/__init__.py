"""Making a profile: the long work of this room. Pages never import it, because it brings the statistics along."""
