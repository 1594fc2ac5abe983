# A machine's whole firmware that does nothing but write to its first IDE disk, as an installer does: 4 KiB after 4 KiB, by
# DMA, with a flush now and then; then it prints how many writes it did in how many ticks, and powers the machine off.
# For QEMU's machine pc: PIIX3 IDE (00:01.1), PIIX4 ACPI (00:01.3), isa-debugcon at port 0xe9. No kernel and no BIOS is needed.
#   as --32 installer.S -o x.o && ld -m elf_i386 -Ttext 0 --oformat binary x.o -o installer.bin
# It runs at f000:0000, where the last 64 KiB of a firmware lie; the caller puts it at the start of a 64 KiB file, a jump there
# at 0xfff0, and its parameters at 4.
        .code16
        .globl  _start
        .set    PM, 0x600               # I/O ports we give to the power management
        .set    BM, 0xc000              # and to the bus master of the IDE
        .set    PRD, 0x1000             # physical addresses: the DMA's list,
        .set    DATA, 0x10000           # what is written
        .set    CLUSTER, 8              # sectors of a write
_start:
        jmp     begin
        .org    4
limit:  .long   3579545                 # ticks of 1/3579545 s after which it ends
most:   .long   65536                   # writes after which it ends
every:  .long   0                       # writes from flush to flush; 0 for none
begin:
        cli
        cld
        xor     %ax, %ax
        mov     %ax, %ds
        mov     %ax, %ss
        mov     $0x7c00, %sp
# The processor's own interrupt controller lets through what the old ones tell, as a BIOS would have it: its registers lie
# beyond the first megabyte, which a segment reaches that was loaded in protected mode.
        lgdt    %cs:flat
        mov     %cr0, %eax
        or      $1, %al
        mov     %eax, %cr0
        mov     $8, %bx
        mov     %bx, %fs
        and     $0xfe, %al
        mov     %eax, %cr0
        mov     $0xfee00000, %ebx
        movl    $0x1ff, %fs:0xf0(%ebx)  # on
        movl    $0x700, %fs:0x350(%ebx) # LINT0: external interrupts
# Interrupt 14 (IDE) at vector 0x76, so that waiting costs the host nothing.
        movw    $irq, 0x76 * 4
        mov     %cs, 0x76 * 4 + 2
        mov     $setup, %si
1:      mov     %cs:(%si), %dx
        test    %dx, %dx
        jz      2f
        mov     %cs:2(%si), %al
        out     %al, %dx
        add     $3, %si
        jmp     1b
2:      mov     $pci, %si               # devices get their ports
3:      mov     %cs:(%si), %eax
        test    %eax, %eax
        jz      4f
        mov     $0xcf8, %dx
        out     %eax, %dx
        mov     $0xcfc, %dx
        mov     %cs:4(%si), %eax
        out     %eax, %dx
        add     $8, %si
        jmp     3b
# Something that does not compress, and the DMA's list of one entry.
4:      mov     $DATA >> 4, %ax
        mov     %ax, %es
        xor     %di, %di
        mov     $2463534242, %eax
        mov     $1024, %cx
5:      mov     %eax, %ebx
        shl     $13, %ebx
        xor     %ebx, %eax
        mov     %eax, %ebx
        shr     $17, %ebx
        xor     %ebx, %eax
        mov     %eax, %ebx
        shl     $5, %ebx
        xor     %ebx, %eax
        stosl
        loop    5b
        movl    $DATA, PRD
        movl    $0x80000000 | CLUSTER * 512, PRD + 4
        mov     $PRD, %eax
        mov     $BM + 4, %dx
        out     %eax, %dx
        xor     %ebp, %ebp              # writes done
        xor     %esi, %esi              # ticks gone
        xor     %edi, %edi              # writes since the last flush
        call    ticks
        mov     %eax, %ebx              # last look at the clock

again:  mov     $BM + 2, %dx            # forget the last interrupt and error
        mov     $6, %al
        out     %al, %dx
        mov     $0x1f2, %dx
        mov     $CLUSTER, %al
        out     %al, %dx
        mov     %ebp, %eax
        shl     $3, %eax                # sector, 28 bits
        inc     %dx
        out     %al, %dx
        shr     $8, %eax
        inc     %dx
        out     %al, %dx
        shr     $8, %eax
        inc     %dx
        out     %al, %dx
        shr     $8, %eax
        or      $0xe0, %al
        inc     %dx
        out     %al, %dx
        mov     $0xca, %al              # WRITE DMA
        inc     %dx
        out     %al, %dx
        mov     $BM, %dx
        mov     $1, %al                 # go, from memory to disk
        out     %al, %dx
6:      mov     $BM + 2, %dx
        in      %dx, %al
        test    $4, %al                 # interrupted?
        jnz     7f
        sti
        hlt
        cli
        jmp     6b
7:      mov     %al, %cl
        mov     $BM, %dx
        xor     %al, %al
        out     %al, %dx
        call    status
        test    $2, %cl                 # the bus master's error
        jnz     failed
        inc     %ebp
        inc     %edi
        cmp     %cs:every, %edi
        jne     9f
        xor     %edi, %edi
        mov     $0x1f7, %dx
        mov     $0xe7, %al              # FLUSH CACHE
        out     %al, %dx
8:      mov     $0x3f6, %dx             # alternate status, which keeps the interrupt
        in      %dx, %al
        test    $0x80, %al
        jz      10f
        sti
        hlt
        cli
        jmp     8b
10:     call    status
9:      call    ticks
        mov     %eax, %edx
        sub     %ebx, %eax
        mov     %edx, %ebx
        and     $0xffffff, %eax         # 24 bits
        add     %eax, %esi
        cmp     %cs:limit, %esi
        jae     done
        cmp     %cs:most, %ebp
        jb      again
done:   mov     $'=', %al
        call    print
        mov     %ebp, %eax
        call    hex
        mov     $' ', %al
        call    print
        mov     %esi, %eax
        call    hex
        mov     $'\n', %al
        call    print
off:    mov     $PM + 4, %dx
        mov     $0x2000, %ax
        out     %ax, %dx
11:     hlt
        jmp     11b

# The disk's own word, which also takes its interrupt back.
status: mov     $0x1f7, %dx
        in      %dx, %al
        test    $0x21, %al              # error or fault
        jnz     failed
        ret
failed: mov     $'!', %al
        call    print
        jmp     off

ticks:  mov     $PM + 8, %dx
        in      %dx, %eax
        and     $0xffffff, %eax
        ret

hex:    mov     $8, %cx
12:     rol     $4, %eax
        push    %eax
        and     $15, %al
        add     $'0', %al
        cmp     $'9', %al
        jbe     13f
        add     $'a' - '9' - 1, %al
13:     call    print
        pop     %eax
        loop    12b
        ret
print:  out     %al, $0xe9
        ret

irq:    push    %ax
        mov     $0x20, %al
        out     %al, $0xa0
        out     %al, $0x20
        pop     %ax
        iret

# The interrupt controllers: vectors 8 and 0x70, only IRQ 2 and 14 let through.
        .macro  port number, value
        .word   \number
        .byte   \value
        .endm
setup:  port    0x20, 0x11
        port    0xa0, 0x11
        port    0x21, 0x08
        port    0xa1, 0x70
        port    0x21, 0x04
        port    0xa1, 0x02
        port    0x21, 0x01
        port    0xa1, 0x01
        port    0x21, 0xfb
        port    0xa1, 0xbf
        port    0x3f6, 0x00             # the disk may interrupt
        .word   0
# Configuration space: where, what.
pci:    .long   0x80000940, 0x80008000  # IDE: both channels decode their ports
        .long   0x80000920, BM | 1
        .long   0x80000904, 0x00000005  # ports, and master of the bus
        .long   0x80000b40, PM | 1
        .long   0x80000b80, 0x00000001
        .long   0
flat:   .word   15
        .long   0xf0000 + gdt
gdt:    .quad   0, 0x00cf93000000ffff   # all the memory, for data
