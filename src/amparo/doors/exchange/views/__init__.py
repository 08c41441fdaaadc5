"""The pages of agreements with other houses, and of the files that go and come."""
