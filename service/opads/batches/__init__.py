"""Files judged later: taken in whole, judged by whoever holds their job, their results kept for a stated time."""
