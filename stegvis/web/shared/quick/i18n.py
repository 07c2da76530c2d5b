"""The library `i18n`, whose `{% trans "…" %}` looks up each text once for each language."""

from django import template
from django.templatetags import i18n
from django.utils.translation import get_language

register = template.Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class KnownWords(template.Node):
    """A translated text without variables: the same in a language whatever page it stands on."""

    def __init__(self, node: i18n.TranslateNode):
        self.node, self.words = node, {}

    def render(self, context) -> str:
        """The words, or nothing when they are put in a variable."""
        language, name = get_language(), self.node.asvar
        if language not in self.words:
            told = self.node.render(context)
            self.words[language] = context[name] if name else told
        if not name:
            return self.words[language]
        context[name] = self.words[language]
        return ""


@register.tag("translate")
@register.tag("trans")
def do_translate(parser, token) -> template.Node:
    """As Django's tag."""
    node = i18n.do_translate(parser, token)
    text = node.filter_expression
    plain = isinstance(text.var.literal, str) and not text.filters
    return KnownWords(node) if plain and not node.noop and not node.message_context else node
