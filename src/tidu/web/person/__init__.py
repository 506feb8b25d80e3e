"""What a natural person sees: that they cannot declare, and how to come to an account that can."""
