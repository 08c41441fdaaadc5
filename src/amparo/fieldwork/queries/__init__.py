"""Reading: studies, phones, forms and sealed answers."""
