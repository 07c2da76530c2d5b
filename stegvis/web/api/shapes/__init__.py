"""What is sent to the API and what it answers, as types. The OpenAPI document is made from them."""
