"""Reading the routes as a house may show them."""
