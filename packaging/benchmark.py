#!/usr/bin/env python3
"""Starts a program on an X display whose frame buffer is a file (Xvfb -fbdir), and tells when its window was there.

benchmark.py FRAMEBUFFER LEFT,TOP,RIGHT,BOTTOM PROGRAM [ARGUMENT...]

The area is where the list is, in pixels. Prints, separated by tabs:
  painted   s from exec until the window shows contents: 2000 pixels that are neither the root's nor the window's background
  filled    s until 98 of 100 pixels of the area are as they are in the end
  settled   s until the program has used less than a tenth of a CPU for half a second
  cpu       CPU seconds of the program and its children, user and system, until then
  pss       MiB of memory, shared pages counted in proportion, a second later
Both programs of a comparison are measured from outside, by the same pixels; nothing is asked of them.
"""
import mmap
import os
import signal
import struct
import subprocess
import sys
import time

STEP = 0.005
LIMIT = 60.0


def screen(path):
    with open(path, "rb") as file:
        memory = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
    header = struct.unpack(">25I", memory[:100])
    size, width, height, line, colours = header[0], header[4], header[5], header[12], header[19]
    start = size + colours * 12
    return memory, start, width, height, line


def children(pid):
    """The program and whatever it has started, by session."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat") as file:
                    fields = file.read().rsplit(") ", 1)[1].split()
            except OSError:
                continue
            if int(fields[3]) == pid:
                found.append((int(name), fields))
    return found


def cpu(pid):
    tick = os.sysconf("SC_CLK_TCK")
    total = 0
    for _, fields in children(pid):
        total += sum(int(fields[i]) for i in (11, 12, 13, 14))
    return total / tick


def pss(pid):
    total = 0
    for each, _ in children(pid):
        try:
            with open(f"/proc/{each}/smaps_rollup") as file:
                total += sum(int(line.split()[1]) for line in file if line.startswith("Pss:"))
        except OSError:
            continue
    return total / 1024


def main():
    frame, area, command = sys.argv[1], [int(n) for n in sys.argv[2].split(",")], sys.argv[3:]
    memory, start, width, height, line = screen(frame)
    end = start + line * height
    left, top, right, bottom = area

    def rows(picture):
        return b"".join(picture[y * line + left * 4:y * line + right * 4] for y in range(top, min(bottom, height)))

    empty = memory[start:end]
    began = time.monotonic()
    program = subprocess.Popen(command, start_new_session=True, stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    painted, shots, last = None, [], empty
    busy, busy_since, settled, used = 0.0, 0.0, None, 0.0
    while True:
        now = time.monotonic() - began
        picture = memory[start:end]
        if picture != last:
            last = picture
            if painted is None:
                pixels = memoryview(rows_of_pixels(picture))
                if contents(pixels, empty):
                    painted = now
            if painted is not None:
                shots.append((now, rows(picture)))
        if painted is not None and now - busy_since >= 0.5:
            spent = cpu(program.pid)
            if settled is None and spent - busy < 0.05:
                settled, used = busy_since, spent
            busy, busy_since = spent, now
        if settled is not None and now - settled > 1.5:
            break
        if now > LIMIT or program.poll() is not None and painted is None:
            os.killpg(program.pid, signal.SIGKILL) if program.poll() is None else None
            sys.exit(f"no window within {now:.0f} s: {' '.join(command)}")
        time.sleep(STEP)
    final = rows(last)
    filled = next(when for when, shot in shots if alike(shot, final))
    memory_used = pss(program.pid)
    print(f"{painted:.3f}\t{filled:.3f}\t{settled:.3f}\t{used:.2f}\t{memory_used:.0f}")
    files = set()
    for each, _ in children(program.pid):
        try:
            with open(f"/proc/{each}/maps") as file:
                files.update(entry.split(None, 5)[5].strip() for entry in file if len(entry.split(None, 5)) == 6)
        except OSError:
            continue
    if os.environ.get("MAPPED"):
        with open(os.environ["MAPPED"], "w") as out:
            out.write("\n".join(sorted(name for name in files if name.startswith("/") and os.path.isfile(name))) + "\n")
    os.killpg(program.pid, signal.SIGTERM)
    try:
        program.wait(5)
    except subprocess.TimeoutExpired:
        os.killpg(program.pid, signal.SIGKILL)
        program.wait()


def rows_of_pixels(picture):
    return picture


def contents(pixels, empty):
    """Whether more is seen than one flat colour on the root."""
    counts = {}
    words = pixels.cast("I")
    before = memoryview(empty).cast("I")
    for i in range(0, len(words), 7):
        if words[i] != before[i]:
            counts[words[i]] = counts.get(words[i], 0) + 1
    if not counts:
        return False
    return sum(counts.values()) - max(counts.values()) > 2000 // 7


def alike(shot, final):
    if shot == final:
        return True
    one, two = memoryview(shot).cast("I"), memoryview(final).cast("I")
    step = 3
    same = sum(1 for i in range(0, len(one), step) if one[i] == two[i])
    return same * step >= 0.98 * len(one)


main()
