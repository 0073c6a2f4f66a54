using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace SigProp.Numerics;

/// <summary>Numbers kept in 16 bits, which are expanded to be worked with, and rounded again.</summary>
/// <remarks>What has been expanded and is stored again unchanged keeps its bits. Blocks are fixed, so results do not depend on the number of threads.</remarks>
/// <param name="length">How many numbers.</param>
/// <param name="form">How they are brought into range.</param>
internal sealed class HalfTensor(int length, HalfForm form)
{
    /// <summary>Numbers in a block, but for the last.</summary>
    public const int BlockLength = 1 << 13;

    // The block's largest number lies in [2^14, 2^15): rounding must not lift it out of there, lest another scale is chosen the next time.
    private const int TopExponent = 14;
    private const float Top = 32_752f;
    private const int MostScale = 100;

    // The least number of 16 bits.
    private const float Least = 1f / (1 << 24);

    // The 13 bits of a float's fraction that 16 bits have no room for.
    private const uint LostBits = (1u << 13) - 1;

    private readonly Half[] _values = new Half[length];
    private readonly sbyte[] _scales = new sbyte[form == HalfForm.Plain ? 0 : (length + BlockLength - 1) / BlockLength];

    public int Length => _values.Length;

    public long Bytes => (2L * _values.Length) + _scales.Length;

    /// <summary>How many blocks there are.</summary>
    public int Blocks => (_values.Length + BlockLength - 1) / BlockLength;

    /// <summary>Expands all numbers to the beginning of <paramref name="to"/>.</summary>
    public void Load(ComputeContext context, float[] to) => context.Run(Blocks > 1, Blocks, new ExpandHalves(this, to));

    /// <summary>Rounds the beginning of <paramref name="from"/> to 16 bits, and leaves there what has come of it on the way.</summary>
    /// <param name="context">The threads.</param>
    /// <param name="from">The numbers.</param>
    /// <param name="key">Rounds up or down at random, the nearer the more likely, so that small changes add up in the mean, which are lost otherwise:
    /// 16 bits have steps of a 1,000th. Null: to the nearest.</param>
    public void Store(ComputeContext context, float[] from, uint? key) => context.Run(Blocks > 1, Blocks, new RoundToHalves(this, from, key));

    public void CopyTo(HalfTensor other)
    {
        _values.CopyTo(other._values, 0);
        _scales.CopyTo(other._scales, 0);
    }

    /// <summary>Shows everything, in 16 bits.</summary>
    public void Walk(StateWalk walk)
    {
        walk.Visit(_values);
        walk.Visit(_scales);
    }

    /// <summary>Where one block begins, and how many numbers it has.</summary>
    public (int Start, int Count) Block(int block) => (block * BlockLength, Math.Min(BlockLength, _values.Length - (block * BlockLength)));

    /// <summary>Expands one block to <paramref name="x"/>, which is as long.</summary>
    public void LoadBlock(int block, Span<float> x)
    {
        (int start, int count) = Block(block);
        TensorPrimitives.ConvertToSingle(_values.AsSpan(start, count), x);
        if (form == HalfForm.Plain)
        {
            return;
        }

        TensorPrimitives.Multiply(x, MathF.ScaleB(1f, -_scales[block]), x);
        if (form == HalfForm.ScaledRoot)
        {
            TensorPrimitives.Multiply(x, x, x);
        }
    }

    /// <summary>Rounds one block from <paramref name="x"/>, which is as long.</summary>
    public void StoreBlock(int block, Span<float> x, uint? key)
    {
        (int start, int count) = Block(block);
        float scale = 1f;
        bool isScaled = false;
        if (form != HalfForm.Plain)
        {
            if (form == HalfForm.ScaledRoot)
            {
                TensorPrimitives.Sqrt(x, x);
            }

            // What is not finite stays so, and is found at the epoch's end.
            float largest = MathF.Abs(TensorPrimitives.MaxMagnitude<float>(x));
            isScaled = largest > 0 && float.IsFinite(largest);
            int exponent = isScaled ? Math.Clamp(TopExponent - MathF.ILogB(largest), -MostScale, MostScale) : 0;
            _scales[block] = (sbyte)exponent;
            scale = MathF.ScaleB(1f, exponent);
        }

        if (key is uint own)
        {
            RoundAtRandom(x, new PositionHash(own), (uint)start, scale);
        }
        else if (isScaled)
        {
            TensorPrimitives.Multiply(x, scale, x);
        }

        if (isScaled)
        {
            TensorPrimitives.Clamp(x, form == HalfForm.ScaledRoot ? Least : -Top, Top, x);
        }

        TensorPrimitives.ConvertToHalf(x, _values.AsSpan(start, count));
    }

    // A float's bits plus a random number below 2^13, cut off there, are one of the two neighbours of 16 bits. Below 2^-14, where these lie further apart,
    // the conversion rounds to the nearest.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RoundAtRandom(Span<float> values, PositionHash hash, uint start, float scale)
    {
        Vector<uint> index = Vector.CreateSequence(start, 1u);
        var step = new Vector<uint>((uint)Vector<uint>.Count);
        var lost = new Vector<uint>(LostBits);
        var factor = new Vector<float>(scale);
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> x = new Vector<float>(values[i..]) * factor;
            Vector<uint> bits = Vector.AndNot(Vector.AsVectorUInt32(x) + (hash.Of(index) & lost), lost);
            Vector.ConditionalSelect(Vector.Equals(x, x), Vector.AsVectorSingle(bits), x).CopyTo(values[i..]);
            index += step;
        }

        for (; i < values.Length; i++)
        {
            float x = values[i] * scale;
            uint bits = (BitConverter.SingleToUInt32Bits(x) + (hash.Of(start + (uint)i) & LostBits)) & ~LostBits;
            values[i] = float.IsNaN(x) ? x : BitConverter.UInt32BitsToSingle(bits);
        }
    }
}
