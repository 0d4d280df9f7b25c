"""Records what passes between a caller and a live gateway, or what a HAR file holds, as recordings.

Others use `drift`, what an answer holds that its document does not know, and `spending`, what calls may cost.
"""
