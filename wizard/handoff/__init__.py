"""From a tested profile to production: the checklist, the packet, the promotion.

How it goes, for a command and a screen alike:

- ``opening.open_look(Opener(home, environ, cancelled), profile, folders)`` reads this machine once;
- ``checklist.go_through(look, only)`` gives a ``Result`` an item, as soon as it is known
  (``Result.row`` as the doctor's, ``Result.item.ask`` where a person can settle it); a new look and
  ``only=[id]`` check one again;
- ``saying.say(look, Word(item, by, note, at))`` records a person's word, ``take_back`` forgets it;
- ``packet.packet(look, results)`` gives the packet, ``writing.write_packet`` its files;
- ``promotion.beginning(home, tested)`` gives a setup that promotes, its answers carried over;
  when it is through, ``promotion.app_changes`` says what the apps must change, and
  ``changes.apply`` writes one file of it.

Must never: be loaded by what only shows a profile's name (the shell prompt waits).
"""
