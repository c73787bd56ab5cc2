"""Line by line: every line of both sides of a budget as the documents print them, and the history of one line."""
