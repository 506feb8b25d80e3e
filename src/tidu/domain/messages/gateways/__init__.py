"""The ways out of the house: nothing leaves and all is visible, SMTP, or a signed HTTP gateway, as settings choose."""
