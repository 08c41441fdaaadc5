"""What is typed about focal points, and what one of them types."""
