"""The third room: what was released, as it was released, and what was taken down again."""
