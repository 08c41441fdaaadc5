"""Deadlines of the law: which rules there are, who checked them, which days nobody works, and what comes out."""
