"""einops: what its functions and layers mean."""
