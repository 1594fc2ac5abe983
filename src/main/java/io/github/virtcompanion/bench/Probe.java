package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.CacheMode;

import java.util.List;

/// One kind of run: a cell of the table, or a line of the disk itself.
sealed interface Probe {
    /// Of the image.
    ImageKind kind();

    /// Of one write.
    int bytes();

    /// What qemu-img writes: so many writes, which take as long as they take.
    sealed interface Counted extends Probe {
        List<String> command(int writes, String image);

        /// Writes to begin with.
        int firstTry();

        /// Writes that stay within the image.
        int most();
    }

    record OfMode(CacheMode mode, Workload workload, ImageKind kind) implements Counted {
        @Override
        public List<String> command(int writes, String image) {
            return QemuImgBench.bench(mode, workload, kind.format(), writes, image);
        }

        @Override
        public int bytes() {
            return QemuImgBench.WRITE;
        }

        @Override
        public int firstTry() {
            return QemuImgBench.firstTry(mode, workload);
        }

        @Override
        public int most() {
            return QemuImgBench.MOST_WRITES;
        }
    }

    record OfDisk(DiskLine line) implements Counted {
        @Override
        public ImageKind kind() {
            return ImageKind.of("raw");
        }

        @Override
        public List<String> command(int writes, String image) {
            return QemuImgBench.disk(line, writes, image);
        }

        @Override
        public int bytes() {
            return DiskLine.WRITE;
        }

        @Override
        public int firstTry() {
            return line.firstTry();
        }

        @Override
        public int most() {
            return DiskLine.MOST_WRITES;
        }
    }

    /// What a guest writes: for so long, as much as it can.
    record OfGuest(CacheMode mode, Workload workload, ImageKind kind) implements Probe {
        @Override
        public int bytes() {
            return QemuImgBench.WRITE;
        }
    }
}
