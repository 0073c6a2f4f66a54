using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SigProp.Numerics;

/// <summary>32 neighbouring output positions of a batch, and where each finds the inputs under its kernel.</summary>
/// <remarks>
/// <para>Positions are numbered through the whole batch, so that a strip may run from one image into the next and small images waste no
/// lanes. A column of the strip is a position; a line is an element of the kernel in an input channel, called tap.</para>
/// <para>It lies in scratch memory of <see cref="Length"/> elements and is filled anew for each strip.</para>
/// </remarks>
internal readonly unsafe struct ConvolutionStrip
{
    /// <summary>Positions of a strip: the widest panel of all kernels.</summary>
    public const int Columns = 32;

    private const int Lanes = 8;

    /// <summary>Room for the columns and for what is written beyond them.</summary>
    private const int Room = Columns + Lanes;

    private readonly ConvolutionShape _shape;
    private readonly int _rows;
    private readonly nint _stride;
    private readonly float* _images;
    private readonly nint _before;
    private readonly nint _after;
    private readonly int* _offsets;
    private readonly int* _ys;
    private readonly int* _xs;
    private readonly int* _tapOffsets;
    private readonly int* _masks;
    private readonly int* _even;

    /// <param name="shape">Sizes of the convolution.</param>
    /// <param name="images">The input images.</param>
    /// <param name="start">Address of the first element of <paramref name="images"/>.</param>
    /// <param name="scratch">Room for <see cref="Length"/> elements.</param>
    public ConvolutionStrip(in ConvolutionShape shape, in MatrixView images, float* start, float* scratch)
    {
        _shape = shape;
        _rows = images.Rows;
        _stride = images.Stride;
        _images = start;
        _before = images.Offset;
        _after = images.Array.Length - images.Offset;
        _offsets = (int*)scratch;
        _ys = _offsets + Room;
        _xs = _ys + Room;
        _masks = _xs + Room;
        _tapOffsets = _masks + (shape.Taps * Columns);
        _even = _tapOffsets + shape.Taps;
        for (int tap = 0; tap < shape.Taps; tap++)
        {
            _tapOffsets[tap] = (tap / shape.KernelWidth * shape.InputWidth) + (tap % shape.KernelWidth);
        }
    }

    /// <summary>Elements of scratch memory.</summary>
    public static int Length(in ConvolutionShape shape) => ((3 * Room) + (shape.Taps * (Columns + 1)) + 16) & ~15;

    /// <summary>Strips of a batch.</summary>
    public static int Count(in ConvolutionShape shape, int samples) => (int)((((long)samples * shape.Positions) + Columns - 1) / Columns);

    /// <summary>Moves the strip to the positions from <paramref name="first"/> on; those beyond the end see zeros only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void MoveTo(long first)
    {
        int sample = (int)(first / _shape.Positions);
        int position = (int)(first % _shape.Positions);
        int width = _shape.OutputWidth;
        int row = position / width, column = position % width;
        for (int j = 0; j < Columns;)
        {
            int run = Math.Min(Columns - j, width - column);
            FillRun(j, run, sample, row, column);
            j += run;
            column = 0;
            if (++row == _shape.OutputHeight)
            {
                row = 0;
                sample++;
            }
        }

        MarkWhatIsEven();
        MarkWhatIsInside();
    }

    /// <summary>Columns from <paramref name="j"/> on, all of one row of an image.</summary>
    /// <remarks>Whole vectors are written: what goes beyond the run is overwritten by the next one, or lies in the gap after the columns.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void FillRun(int j, int run, int sample, int row, int column)
    {
        // Beyond the end of the batch nothing is inside; the offsets go on as if there were another image.
        int y = (row * _shape.StrideY) - _shape.PaddingY;
        int x = (column * _shape.StrideX) - _shape.PaddingX;
        bool exists = sample < _rows;
        int offset = exists ? (int)((sample * _stride) + (y * _shape.InputWidth) + x) : _offsets[j - 1] + 1;
        Vector256<int> ys = Vector256.Create(exists ? y : int.MinValue);
        Vector256<int> steps = Vector256<int>.Indices * _shape.StrideX;
        for (int end = j + run; j < end; j += Lanes)
        {
            (Vector256.Create(offset) + steps).Store(_offsets + j);
            (Vector256.Create(x) + steps).Store(_xs + j);
            ys.Store(_ys + j);
            offset += Lanes * _shape.StrideX;
            x += Lanes * _shape.StrideX;
        }
    }

    private void MarkWhatIsEven()
    {
        Vector256<int> uneven = default;
        for (int j = 0; j < Columns; j += Lanes)
        {
            uneven |= Vector256.Load(_offsets + j) ^ (Vector256.Create(_offsets[j]) + Vector256<int>.Indices);
        }

        *_even = uneven == default ? 1 : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MarkWhatIsInside()
    {
        // Inside the image: 0 <= y + tap row < height and 0 <= x + tap column < width, each in one comparison without sign.
        Vector256<uint> inputHeight = Vector256.Create((uint)_shape.InputHeight), inputWidth = Vector256.Create((uint)_shape.InputWidth);
        int* mask = _masks;
        for (int tapRow = 0; tapRow < _shape.KernelHeight; tapRow++)
        {
            for (int tapColumn = 0; tapColumn < _shape.KernelWidth; tapColumn++, mask += Columns)
            {
                for (int j = 0; j < Columns; j += Lanes)
                {
                    Vector256<int> y = Vector256.Load(_ys + j) + Vector256.Create(tapRow);
                    Vector256<int> x = Vector256.Load(_xs + j) + Vector256.Create(tapColumn);
                    (Vector256.LessThan(y.AsUInt32(), inputHeight) & Vector256.LessThan(x.AsUInt32(), inputWidth)).AsInt32().Store(mask + j);
                }
            }
        }
    }

    /// <summary>
    /// lines[p, j] = the input of column j for line p, 0 outside of the image. The first line is the one of tap <paramref name="tap"/> in input
    /// channel <paramref name="channel"/>; the taps of a channel follow each other, then those of the next.
    /// </summary>
    /// <remarks>Where the inputs of eight columns lie side by side they are loaded at once and those outside of the image masked out.
    /// What is loaded may reach beyond the image, but not beyond the array.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Pack(int channel, int tap, int count, float* lines)
    {
        nint plane = _shape.InputPositions;
        int taps = _shape.Taps;
        float* source = _images + (channel * plane);
        if (!AreSideBySide(channel, channel + ((tap + count - 1) / taps)))
        {
            PackElements(source, tap, count, lines);
            return;
        }

        nint o0 = _offsets[0], o1 = _offsets[Lanes], o2 = _offsets[2 * Lanes], o3 = _offsets[3 * Lanes];
        for (float* end = lines + (count * Columns); lines < end; source += plane, tap = 0)
        {
            float* mask = (float*)(_masks + (tap * Columns));
            int taken = Math.Min(taps, tap + (int)((end - lines) / Columns));
            for (; tap < taken; tap++, lines += Columns, mask += Columns)
            {
                float* s = source + _tapOffsets[tap];
                (Vector256.Load(s + o0) & Vector256.Load(mask)).Store(lines);
                (Vector256.Load(s + o1) & Vector256.Load(mask + Lanes)).Store(lines + Lanes);
                (Vector256.Load(s + o2) & Vector256.Load(mask + (2 * Lanes))).Store(lines + (2 * Lanes));
                (Vector256.Load(s + o3) & Vector256.Load(mask + (3 * Lanes))).Store(lines + (3 * Lanes));
            }
        }
    }

    /// <summary>The opposite of <see cref="Pack"/>: adds each element of the lines to the input element it stands for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Scatter(int channel, int tap, int count, float* lines)
    {
        nint plane = _shape.InputPositions;
        int taps = _shape.Taps;
        float* target = _images + (channel * plane);
        for (int line = 0; line < count; line++, lines += Columns)
        {
            int* mask = _masks + (tap * Columns);
            float* t = target + _tapOffsets[tap];
            for (int j = 0; j < Columns; j++)
            {
                if (mask[j] != 0)
                {
                    t[_offsets[j]] += lines[j];
                }
            }

            if (++tap == taps)
            {
                tap = 0;
                target += plane;
            }
        }
    }

    /// <summary>Whether each eight columns look at inputs side by side, and loading them for every tap stays inside the array.</summary>
    private bool AreSideBySide(int firstChannel, int lastChannel)
    {
        nint first = (nint)firstChannel * _shape.InputPositions, last = (nint)lastChannel * _shape.InputPositions;
        last += _tapOffsets[_shape.Taps - 1];
        bool all = *_even != 0;
        for (int j = 0; j < Columns; j += Lanes)
        {
            all &= _before + first + _offsets[j] >= 0 && last + _offsets[j] + Lanes <= _after;
        }

        return all;
    }

    private void PackElements(float* source, int tap, int count, float* lines)
    {
        for (float* end = lines + (count * Columns); lines < end; source += _shape.InputPositions, tap = 0)
        {
            for (; tap < _shape.Taps && lines < end; tap++, lines += Columns)
            {
                int* mask = _masks + (tap * Columns);
                float* s = source + _tapOffsets[tap];
                for (int j = 0; j < Columns; j++)
                {
                    lines[j] = mask[j] != 0 ? s[_offsets[j]] : 0;
                }
            }
        }
    }
}
