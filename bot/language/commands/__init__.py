"""What people ask for, beside what they tell."""
