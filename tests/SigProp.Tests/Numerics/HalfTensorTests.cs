using SigProp.Numerics;

namespace SigProp.Tests.Numerics;

public class HalfTensorTests
{
    private const int Length = 20_003;

    [Theory]
    [InlineData("Plain")]
    [InlineData("Scaled")]
    [InlineData("ScaledRoot")]
    public void What_is_stored_again_keeps_its_bits(string form)
    {
        using var one = new ComputeContext(1);
        using var three = new ComputeContext(3);
        HalfForm kept = Enum.Parse<HalfForm>(form);
        foreach (float size in new[] { 1e-12f, 1e-3f, 1f, 1e9f }.Where(s => kept != HalfForm.Plain || s == 1f))
        {
            float[] values = Given.Uniform(Length, 1, size), first = new float[Length], second = new float[Length], threaded = new float[Length];
            Square(values, kept);
            var tensor = new HalfTensor(Length, kept);
            var other = new HalfTensor(Length, kept);
            other.Store(three, [.. values], 5);
            tensor.Store(one, [.. values], 5);
            tensor.Load(one, first);
            other.Load(three, threaded);
            Assert.Equal(first, threaded);
            for (uint key = 0; key < 20; key++)
            {
                tensor.Store(one, [.. first], key);
                tensor.Load(one, second);
                Assert.Equal(first, second);
            }
        }
    }

    [Theory]
    [InlineData("Scaled", 1e-11f)]
    [InlineData("ScaledRoot", 1e-22f)]
    public void Small_numbers_beside_large_ones_do_not_vanish(string form, float small)
    {
        using var context = new ComputeContext(1);
        float[] values = [1e6f, 1e6f * small, 0f];
        var tensor = new HalfTensor(3, Enum.Parse<HalfForm>(form));
        tensor.Store(context, [.. values], null);
        float[] back = new float[3];
        tensor.Load(context, back);
        Assert.Equal(1e6f, back[0], 1e4f);
        Assert.InRange(back[1] / values[1], 0.7f, 1.4f);
        Assert.InRange(back[2], 0f, values[1]);
    }

    [Fact]
    public void Small_changes_add_up_in_the_mean()
    {
        // A tenth of the distance of neighbours, 100 times.
        using var context = new ComputeContext(1);
        var tensor = new HalfTensor(Length, HalfForm.Plain);
        float[] values = [.. Enumerable.Repeat(0.75f, Length)];
        tensor.Store(context, values, null);
        for (uint step = 0; step < 100; step++)
        {
            tensor.Load(context, values);
            for (int i = 0; i < Length; i++)
            {
                values[i] += 0.1f / 2048;
            }

            tensor.Store(context, values, (uint)RandomKey.FromSeed(step).Value);
        }

        tensor.Load(context, values);
        Assert.Equal(0.75 + (10.0 / 2048), values.Average(v => (double)v), 0.05 / 2048);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void What_is_not_finite_stays_so(float value)
    {
        using var context = new ComputeContext(1);
        foreach (HalfForm form in Enum.GetValues<HalfForm>())
        {
            float[] values = [.. Enumerable.Repeat(1f, 40)], back = new float[40];
            values[3] = values[39] = value;
            var tensor = new HalfTensor(40, form);
            tensor.Store(context, values, 7);
            tensor.Load(context, back);
            Assert.Equal(value, back[3]);
            Assert.Equal(value, back[39]);
        }
    }

    [Theory]
    [InlineData(1e9f)]
    [InlineData(1e-9f)]
    public void Gradients_of_any_size_keep_eleven_bits(float size)
    {
        using var context = new ComputeContext(2);
        float[] values = Given.Uniform(40_000, 2, size), rounded = [.. values];
        HalfRounding.RunScaled(context, new MatrixView(rounded, 200, 200));
        for (int i = 0; i < values.Length; i++)
        {
            Assert.InRange(Math.Abs(rounded[i] - values[i]), 0, Math.Abs(values[i]) / 2048);
        }
    }

    private static void Square(float[] values, HalfForm form)
    {
        for (int i = 0; form == HalfForm.ScaledRoot && i < values.Length; i++)
        {
            values[i] *= values[i];
        }
    }
}
