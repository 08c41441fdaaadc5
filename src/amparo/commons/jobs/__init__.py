"""Long work: asked for on a page, done beside the pages, told in words while it goes on."""
