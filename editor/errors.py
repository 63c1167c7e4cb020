"""The root of every error that a user may see."""


class StandfirstError(Exception):
    """Something went wrong that a user has to be told in one plain sentence.

    Every folder has one base error below this. The command line prints the sentence, the window
    shows it; the detail goes to the log only and never holds post text.
    """

    def __init__(self, sentence: str, detail: str = "") -> None:
        """Make the error.

        Args:
            sentence: What happened, what is safe, and what to do; for the user.
            detail: What the log needs besides (error numbers, keys, classes); never post text.
        """
        super().__init__(sentence)
        self.sentence = sentence
        self.detail = detail
