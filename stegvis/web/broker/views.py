"""The protocol's five addresses. The page where one chooses a person is the only one that people see."""

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from stegvis.demo.electronic_ids import personas
from stegvis.gateways.electronic_id.broker import CODE_SECONDS, Broker, BrokerRefuses

LEVELS = {
    "http://id.elegnamnden.se/loa/1.0/loa3": "3",
    "http://id.elegnamnden.se/loa/1.0/loa2": "2",
    "http://id.elegnamnden.se/loa/1.0/loa4": "4",
}


def broker() -> Broker:
    """The broker of this installation. Raises Http404 where it is not turned on."""
    wanted = next((one for one in settings.STEGVIS_SIGN_IN_PROVIDERS if one.id == "test-broker"), None)
    if wanted is None or not settings.STEGVIS_TEST_BROKER:
        raise Http404
    return Broker(
        issuer=wanted.issuer,
        client_id=wanted.client_id,
        client_secret=wanted.client_secret,
        redirect_uri=settings.STEGVIS_URL + reverse("openid_callback", args=[wanted.id]),
    )


@require_safe
def discovery(request):
    """What the broker can do, and where."""
    return JsonResponse(broker().discovery())


@require_safe
def keys(request):
    """The public key."""
    return JsonResponse(broker().keys())


@never_cache
def authorize(request):
    """Choose a person and a level, or turn back."""
    here = broker()
    try:
        asked = here.asked(request.GET.dict())
    except BrokerRefuses:
        return render(request, "broker/refused.html", status=400)
    if request.method == "POST":
        if "cancel" in request.POST:
            return HttpResponseRedirect(here.cancel(asked))
        chosen = next((one for one in personas() if one.key == request.POST.get("person")), None)
        acr = request.POST.get("level", "")
        if chosen and acr in LEVELS:
            return HttpResponseRedirect(here.answer(asked, chosen, acr))
    levels = [(acr, _("Level %(number)s") % {"number": number}) for acr, number in LEVELS.items()]
    return render(request, "broker/choose.html", {"personas": personas(), "levels": levels})


@csrf_exempt  # another server calls, which has no cookie of ours
@require_POST
def token(request):
    """Exchange a code for tokens; a code works once."""
    try:
        return JsonResponse(broker().tokens(request.POST.dict(), spend=_first_use))
    except BrokerRefuses as refusal:
        return JsonResponse({"error": refusal.error}, status=400)


@require_safe
def userinfo(request):
    """The claims behind an access token."""
    try:
        return JsonResponse(broker().userinfo(request.headers.get("Authorization", "").removeprefix("Bearer ")))
    except BrokerRefuses as refusal:
        return JsonResponse({"error": refusal.error}, status=401)


def _first_use(code_id: str) -> bool:
    return cache.add(f"test-broker-code:{code_id}", True, timeout=2 * CODE_SECONDS)
