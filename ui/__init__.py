"""The web page: Gradio views over the assistant, and the routes that serve pages and papers."""

import os

# Gradio reads this once, while it is imported; set later it would have no effect. Nothing leaves the house.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
