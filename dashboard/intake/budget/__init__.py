"""A budget file becomes facts, lines and papers, checked and ready to publish."""
