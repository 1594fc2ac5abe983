# A guest of one sector, for tests: writes "guest under SIGNATURE" to the first serial port, then powers off or waits.
# SIGNATURE is the hypervisor's answer to CPUID leaf 0x40000000: KVMKVMKVM, TCGTCGTCGTCG.
#   as --32 --defsym WAIT=0 signature.S -o x.o && ld -m elf_i386 -Ttext 0x7c00 --oformat binary x.o -o signature.bin
#   as --32 --defsym WAIT=1 signature.S -o x.o && ld -m elf_i386 -Ttext 0x7c00 --oformat binary x.o -o waiting.bin
        .code16
        .globl  _start
        .set    COM1, 0x3f8
_start:
        ljmp    $0, $1f                 # firmware may start us as 07c0:0000
1:      xor     %ax, %ax
        mov     %ax, %ds
        mov     %ax, %ss
        mov     $0x7c00, %sp
        cld

        mov     $greeting, %si
        call    print
        mov     $0x40000000, %eax
        cpuid
        mov     %ebx, signature
        mov     %ecx, signature + 4
        mov     %edx, signature + 8
        mov     $signature, %si
        call    print
        mov     $newline, %si
        call    print

.if WAIT == 0
        mov     $0x2000, %ax            # ACPI: S5 into PIIX4's PM1a control (machine pc)
        mov     $0x604, %dx
        out     %ax, %dx
.endif
2:      sti
        hlt
        jmp     2b

# Prints the text at SI up to its zero.
print:  lodsb
        test    %al, %al
        jz      4f
        mov     %al, %bl
        mov     $COM1 + 5, %dx
3:      in      %dx, %al
        test    $0x20, %al              # transmitter empty
        jz      3b
        mov     $COM1, %dx
        mov     %bl, %al
        out     %al, %dx
        jmp     print
4:      ret

greeting:  .asciz "guest under "
signature: .fill 13, 1, 0
newline:   .asciz "\r\n"
        .org    510
        .word   0xaa55
