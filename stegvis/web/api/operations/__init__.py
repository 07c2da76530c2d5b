"""The operations of the API: thin like views; they ask a room's query or action and put the answer into a shape."""
