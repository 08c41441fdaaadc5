"""What is asked about a piece of proof."""
