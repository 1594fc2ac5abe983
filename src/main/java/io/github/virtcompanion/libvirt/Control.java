package io.github.virtcompanion.libvirt;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.SaveProgress;
import org.libvirt.Domain;
import org.libvirt.DomainJobInfo;
import org.libvirt.LibvirtException;

import java.util.Optional;

/// What acts on a domain, or watches that, by libvirt-java's Domain.
final class Control {
    private final Session session;

    Control(Session session) {
        this.session = session;
    }

    interface Step {
        void run(Domain domain) throws LibvirtException;
    }

    void run(String uuid, Action action, Step step) throws FailedException {
        session.act(uuid, action, domain -> {
            step.run(domain);
            return null;
        });
    }

    long written(String uuid) throws FailedException {
        // An empty name stands for all disks together.
        return session.act(uuid, Action.READ, domain -> domain.blockStats("").wr_bytes);
    }

    Optional<SaveProgress> saveProgress(String uuid) throws FailedException {
        return session.act(uuid, Action.READ, domain -> {
            DomainJobInfo job = domain.getJobInfo();
            // Without a job, and before QEMU has told anything, all are 0.
            return job.getDataTotal() == 0 ? Optional.empty()
                    : Optional.of(new SaveProgress(job.getDataTotal(), job.getDataRemaining(), job.getTimeElapsed()));
        });
    }
}
