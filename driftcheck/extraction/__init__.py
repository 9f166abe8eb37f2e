"""What the releases of a distribution offer, read from published or installed files without running any of them."""
