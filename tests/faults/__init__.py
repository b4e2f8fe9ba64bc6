"""What comes of every operation under every fault of the wire: a matrix, made by running it."""
