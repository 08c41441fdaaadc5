"""How the tests are run: tiers, order, what is shown, what they cost, and what runs again on PostgreSQL."""
