"""What is done in the field: questionnaires, studies, phones, coupons, and what came back."""
