"""One file per page: what the reader sees, from top to bottom."""
