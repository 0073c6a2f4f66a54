using System.Numerics.Tensors;

namespace SigProp;

/// <summary>Checks at the entry.</summary>
internal static class Guard
{
    /// <summary>Throws where a value is NaN or infinite, naming its place.</summary>
    public static void AllFinite(ReadOnlySpan<float> values, string what, int width = 0)
    {
        int at = FirstNotFinite(values);
        if (at >= 0)
        {
            string place = width > 0 ? $"row {at / width}, column {at % width}" : $"position {at}";
            throw new ArgumentException($"The {what} hold {values[at]} at {place} (counted from 0); every value must be finite.");
        }
    }

    public static int FirstNotFinite(ReadOnlySpan<float> values)
    {
        for (int start = 0; start < values.Length; start += 4096)
        {
            ReadOnlySpan<float> block = values.Slice(start, Math.Min(4096, values.Length - start));
            if (TensorPrimitives.IsFiniteAll(block))
            {
                continue;
            }

            for (int i = 0; i < block.Length; i++)
            {
                if (!float.IsFinite(block[i]))
                {
                    return start + i;
                }
            }
        }

        return -1;
    }
}
