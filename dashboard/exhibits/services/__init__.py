"""What residents ask about by its plain name: its money, its works, and what people say, side by side."""
