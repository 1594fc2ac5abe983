# A guest of one sector, for tests: counts from 0 in its memory and writes each number, four hexadecimal digits and a
# line end, to the first serial port, nine times a second, for ever. Resumed, it goes on counting; started, it begins anew.
# Before that it writes one sector to its disk, the second. The key R on its keyboard makes it reboot, any other power off.
#   as --32 counting.S -o x.o && ld -m elf_i386 -Ttext 0x7c00 --oformat binary x.o -o counting.bin
        .code16
        .globl  _start
        .set    COM1, 0x3f8
        .set    TICKS, 0x46c            # the BIOS counts 18.2 a second
_start:
        ljmp    $0, $1f                 # firmware may start us as 07c0:0000
1:      xor     %ax, %ax
        mov     %ax, %ds
        mov     %ax, %es
        mov     %ax, %ss
        mov     $0x7c00, %sp
        mov     $0x0301, %ax            # write one sector, this one, to the second of the disk we came from
        mov     $2, %cx
        mov     $0, %dh
        mov     $0x7c00, %bx
        int     $0x13
        xor     %di, %di
2:      mov     %di, %dx
        mov     $4, %cx
3:      rol     $4, %dx
        mov     %dl, %al
        and     $15, %al
        add     $'0', %al
        cmp     $'9', %al
        jbe     4f
        add     $'a' - '9' - 1, %al
4:      call    print
        loop    3b
        mov     $'\n', %al
        call    print
        inc     %di
        mov     TICKS, %bx
        add     $2, %bx
5:      sti
        hlt
        mov     $1, %ah                 # a key?
        int     $0x16
        jnz     6f
        mov     TICKS, %ax
        sub     %bx, %ax
        js      5b
        jmp     2b
6:      cmp     $'r', %al
        jne     8f
        mov     $0xfe, %al              # keyboard controller: pulse the reset line
        out     %al, $0x64
        jmp     5b
8:      mov     $0x2000, %ax            # ACPI: S5 into PIIX4's PM1a control (machine pc)
        mov     $0x604, %dx
        out     %ax, %dx
        jmp     5b

# Prints the letter in AL.
print:  push    %dx
        mov     %al, %bl
        mov     $COM1 + 5, %dx
7:      in      %dx, %al
        test    $0x20, %al              # transmitter empty
        jz      7b
        mov     $COM1, %dx
        mov     %bl, %al
        out     %al, %dx
        pop     %dx
        ret
        .org    510
        .word   0xaa55
