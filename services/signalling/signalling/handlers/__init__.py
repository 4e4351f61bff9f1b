"""A handler for each event that browsers send. Adding one is adding it to the contract and to a module here."""

from signalling.dispatch import Handler
from signalling.handlers import clock, relay, rings, seats

HANDLERS: dict[str, Handler] = {
    "clock": clock.tell_time,
    "ring.accept": rings.accept_ring,
    "ring.decline": rings.decline_ring,
    "ring.cancel": rings.cancel_ring,
    "call.leave": seats.leave_from_outside,
    "description": relay.relay_description,
    "candidate": relay.relay_candidate,
    "media": seats.change_media,
    "captions": seats.show_captions,
    "leave": seats.leave_call,
}
