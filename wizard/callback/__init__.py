"""How the wizard hears that a link is finished: a listener on 127.0.0.1, or a pasted address.

Standard library only: nothing here may delay the moment the browser opens.
"""

from wizard.callback.listener import CallbackListener
from wizard.callback.returns import LinkReturn, new_state, read_returned_url

__all__ = ["CallbackListener", "LinkReturn", "new_state", "read_returned_url"]
