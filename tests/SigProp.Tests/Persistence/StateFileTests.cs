using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SigProp.Optimizers;
using SigProp.Tests.Training;
using SigProp.Training;

namespace SigProp.Tests.Persistence;

/// <summary>A model keeps what training needs to go on, where it is given it.</summary>
public sealed class StateFileTests
{
    private const int PreludeLength = 88;

    private static readonly TrainingResult s_result = new Trainer(
        new TrainingOptions { Epochs = 2, Threads = 1, Optimizer = new AdamWSpec { Beta1 = 0.8f } })
        .Train(NetworkSpec.Create(4, 3).Dense(5).Dense(6, batchNormalization: true).Build(), ModelFiles.Rows);

    private static readonly Model s_model = new(s_result.Network, ["a", "b", "c"], null, s_result.Report, s_result.State);
    private static readonly byte[] s_bytes = ModelFiles.Bytes(s_model);

    [Fact]
    public void A_state_comes_back_bit_for_bit_and_saves_the_same_bytes()
    {
        Model loaded = ModelFiles.Load(s_bytes);
        TrainMoreTests.AssertSame(s_model.State!, loaded.State!);
        Assert.Equal(Given.Tensors(s_model.Network), Given.Tensors(loaded.Network));
        Assert.Equal(s_bytes, ModelFiles.Bytes(loaded));
    }

    [Fact]
    public void A_model_without_state_has_none_afterwards_and_is_as_small_as_ever()
    {
        byte[] bytes = ModelFiles.Bytes(new Model(s_result.Network, ["a", "b", "c"], null, s_result.Report));
        Assert.Null(ModelFiles.Load(bytes).State);
        int moments = sizeof(float) * TrainMoreTests.Moments(s_result.State).Count();
        Assert.Equal(TensorBytes(bytes) + moments, TensorBytes(s_bytes));
        Assert.DoesNotContain("\"state\"", Header(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_descent_without_moments_has_a_state_too()
    {
        var options = new TrainingOptions { Epochs = 1, Threads = 1, Optimizer = new SgdSpec() };
        TrainingResult result = new Trainer(options).Train(s_result.Network.Spec, ModelFiles.Rows);
        Model loaded = ModelFiles.Load(ModelFiles.Bytes(new Model(result.Network, ["a", "b", "c"], state: result.State)));
        TrainMoreTests.AssertSame(result.State, loaded.State!);
        Assert.Empty(TrainMoreTests.Moments(loaded.State!));
    }

    [Fact]
    public void A_damaged_state_is_refused()
    {
        int moments = sizeof(float) * TrainMoreTests.Moments(s_result.State).Count();
        Assert.All(Enumerable.Range(1, moments).Where(i => i % 31 == 1 || i < 8 || i == moments), fromEnd =>
        {
            byte[] altered = [.. s_bytes];
            altered[^fromEnd] ^= 0x40;
            Assert.Contains("does not match its checksum", Refused(altered), StringComparison.Ordinal);
            Assert.Contains("is cut short", Refused(s_bytes[..^fromEnd]), StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("\"state\":{\"rule\":\"SignalPropagation\"", "\"state\":{\"rule\":99")]
    [InlineData("\"state\":{\"rule\":\"SignalPropagation\"", "\"state\":{\"rule\":\"Oracle\"")]
    [InlineData("\"state\":{\"rule\":", "\"state\":{\"role\":")]
    [InlineData("\"learners\":[{\"steps\":", "\"learners\":[{\"steps\":-")]
    [InlineData("\"learners\":[{", "\"learners\":[null,{")]
    [InlineData("\"learners\":[", "\"learners\":[],\"others\":[")]
    [InlineData("\"epochs\":2,\"learners\"", "\"epochs\":-2,\"learners\"")]
    [InlineData("\"parameters\":[{\"name\":\"layer1.weight\"", "\"parameters\":[{\"name\":\"layer2.weight\"")]
    [InlineData("\"parameters\":[{\"name\":\"layer1.weight\",\"rows\":5", "\"parameters\":[{\"name\":\"layer1.weight\",\"rows\":2000000000")]
    [InlineData("\"parameters\":[{\"name\"", "\"parameters\":[null,{\"name\"")]
    [InlineData("\"parameters\":[{\"name\"", "\"parameters\":null,\"others\":[{\"name\"")]
    public void A_state_that_makes_no_sense_is_refused_even_with_the_right_checksum(string from, string to)
    {
        string header = Header(s_bytes);
        Assert.Contains(from, header, StringComparison.Ordinal);
        byte[] changed = Encoding.UTF8.GetBytes(header.Replace(from, to, StringComparison.Ordinal));
        byte[] prelude = s_bytes[..PreludeLength];
        BinaryPrimitives.WriteInt32LittleEndian(prelude.AsSpan(12), changed.Length);
        SHA256.HashData(changed, prelude.AsSpan(24));
        byte[] tensors = s_bytes[(PreludeLength + Encoding.UTF8.GetByteCount(header))..];
        Assert.Contains("not one that this program writes", Refused([.. prelude, .. changed, .. tensors]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(-1f)]
    public void Moments_that_no_optimizer_has_are_refused_even_with_the_right_checksum(float last)
    {
        byte[] bytes = [.. s_bytes];
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(bytes.Length - sizeof(float)), last);
        SHA256.HashData(bytes.AsSpan(bytes.Length - (int)TensorBytes(bytes)), bytes.AsSpan(56));
        Assert.Contains("The head.bias (second moments) are not finite, or are negative", Refused(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void An_optimizer_that_has_diverged_is_not_saved()
    {
        Model model = ModelFiles.Load(s_bytes);
        model.State!.Learners[0].Second[0][3] = float.PositiveInfinity;
        var exception = Assert.Throws<InvalidOperationException>(() => ModelFiles.Bytes(model));
        Assert.Contains("layer1.weight (second moments) are not finite", exception.Message, StringComparison.Ordinal);
    }

    private static long TensorBytes(byte[] model) => BinaryPrimitives.ReadInt64LittleEndian(model.AsSpan(16));

    private static string Header(byte[] model) => Encoding.UTF8.GetString(model, PreludeLength, BinaryPrimitives.ReadInt32LittleEndian(model.AsSpan(12)));

    private static string Refused(byte[] bytes) => Assert.Throws<ModelFormatException>(() => ModelFiles.Load(bytes)).Message;
}
