package io.github.virtcompanion.model;

/// Carries a [Failure] to whoever shows it.
public final class FailedException extends Exception {
    private final transient Failure failure;

    public FailedException(Failure failure) {
        super(failure.what().key() + (failure.details().isEmpty() ? "" : ": " + failure.details()));
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
