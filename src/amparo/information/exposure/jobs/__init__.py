"""Long work: a study is read once, reckoned once, and kept. How a figure is made knows no database."""
