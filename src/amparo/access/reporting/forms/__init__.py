"""Reading what arrives on the pages of the channel."""
