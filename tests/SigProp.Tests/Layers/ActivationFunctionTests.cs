using SigProp.Layers;

namespace SigProp.Tests.Layers;

public sealed class ActivationFunctionTests
{
    private const float Slope = 0.2f;

    private static readonly float[] s_z = [.. Given.Uniform(64, 2, 4f), 0f, -0f, 1e30f, -1e30f, 1e-30f, -1e-30f, 3f];

    public static TheoryData<Activation> All() => new(Enum.GetValues<Activation>());

    [Theory]
    [MemberData(nameof(All))]
    public void Values_are_those_of_the_definition_at_every_length(Activation kind)
    {
        var activation = new ActivationFunction(kind, Slope);
        for (int length = 0; length <= s_z.Length; length++)
        {
            float[] fromEnd = s_z[^length..], bias = Given.Uniform(length, 5);
            float[] y = [.. fromEnd], biased = [.. fromEnd];
            activation.Apply(y);
            activation.AddBiasAndApply(biased, bias);
            for (int i = 0; i < length; i++)
            {
                AssertClose(Define(kind, fromEnd[i]), y[i]);
                AssertClose(Define(kind, fromEnd[i] + bias[i]), biased[i]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Derivatives_come_from_the_output_even_after_dropout_has_scaled_it(Activation kind)
    {
        var activation = new ActivationFunction(kind, Slope);
        float[] z = Given.Uniform(37, 3, 2f);
        foreach (float keep in new[] { 1f, 0.5f, 0.9f })
        {
            float[] y = [.. z], gradient = Given.Uniform(37, 4), expected = [.. gradient];
            activation.Apply(y);
            activation.MultiplyByDerivative(gradient, [.. y.Select(v => v / keep)], keep);
            for (int i = 0; i < z.Length; i++)
            {
                double slope = (Define(kind, z[i] + 1e-5) - Define(kind, z[i] - 1e-5)) / 2e-5;
                Assert.Equal(expected[i] * slope, gradient[i], 1e-5);
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void What_is_not_a_number_stays_none(Activation kind)
    {
        float[] y = [.. Enumerable.Repeat(float.NaN, 19)];
        new ActivationFunction(kind, Slope).Apply(y);
        Assert.All(y, v => Assert.True(float.IsNaN(v)));
        float[] z = [.. Enumerable.Repeat(float.NaN, 19)];
        new ActivationFunction(kind, Slope).AddBiasAndApply(z, new float[19]);
        Assert.All(z, v => Assert.True(float.IsNaN(v)));
    }

    private static void AssertClose(double expected, float actual) => Assert.Equal(expected, actual, 2e-6 * Math.Max(1, Math.Abs(expected)));

    private static double Define(Activation kind, double z) => kind switch
    {
        Activation.Identity => z,
        Activation.ReLU => Math.Max(0, z),
        Activation.LeakyReLU => z > 0 ? z : Slope * z,
        _ => Math.Tanh(z),
    };
}
