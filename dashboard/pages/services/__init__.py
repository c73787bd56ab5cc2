"""The pages of services as people ask about them: all of them, and one page each."""
