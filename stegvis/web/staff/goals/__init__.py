"""Goals of a project: the tree with what each says, a form to set one, and whether it holds."""
