"""How complete the unit's register is, and filling gaps without leaving the list."""
