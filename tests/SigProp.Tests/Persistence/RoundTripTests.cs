using SigProp.Data;

namespace SigProp.Tests.Persistence;

public sealed class RoundTripTests
{
    [Theory]
    [InlineData(LearningRuleKind.SignalPropagation)]
    [InlineData(LearningRuleKind.Backpropagation)]
    public void A_file_gives_back_everything_bit_for_bit(LearningRuleKind rule)
    {
        using var folder = new ModelFiles.Folder();
        Model model = ModelFiles.Trained(rule);
        model.Save(folder.File("model"));
        AssertSame(model, Model.Load(folder.File("model")));
        Assert.Equal(["model"], folder.Names);
    }

    [Fact]
    public void What_is_loaded_saves_the_same_bytes()
    {
        byte[] bytes = ModelFiles.Bytes(ModelFiles.Trained());
        Assert.Equal(bytes, ModelFiles.Bytes(ModelFiles.Load(bytes)));
    }

    [Fact]
    public void A_model_without_encoding_and_report_has_none_afterwards()
    {
        Model model = ModelFiles.Load(ModelFiles.Bytes(new Model(ModelFiles.Trained().Network, ["a", "a", ""])));
        Assert.Null(model.Encoding);
        Assert.Null(model.Training);
        Assert.Equal(["a", "a", ""], model.ClassNames);
    }

    [Theory]
    [InlineData(HeadKind.Classifier)]
    [InlineData(HeadKind.NearestTarget)]
    public void Every_part_of_a_specification_is_kept(HeadKind head)
    {
        NetworkSpec spec = NetworkSpec.Create(4, 3)
            .Dense(2, Activation.Identity).Dense(3, Activation.ReLU, 0.5f, true, LocalLossKind.Dot).Dense(4, Activation.Tanh)
            .Targets(learned: false).Loss(LocalLossKind.SquaredDistance).Head(head).Build();
        NetworkSpec loaded = ModelFiles.Load(ModelFiles.Bytes(new Model(Network.Create(spec), ["a", "b", "c"]))).Network.Spec;
        Assert.Equal(spec, loaded, SameSpec);
        Assert.Equal(spec.Layers, loaded.Layers);
    }

    [Fact]
    public void A_stream_is_read_to_the_models_end_and_no_further()
    {
        Model first = ModelFiles.Trained(), second = ModelFiles.Trained(LearningRuleKind.Shallow);
        using var stream = new MemoryStream();
        stream.WriteByte(7);
        first.Save(stream);
        long end = stream.Position;
        second.Save(stream);
        stream.WriteByte(9);
        stream.Position = 1;
        AssertSame(first, Model.Load(new Trickle(stream)));
        Assert.Equal(end, stream.Position);
        AssertSame(second, Model.Load(stream));
        Assert.Equal(9, stream.ReadByte());
    }

    [Fact]
    public void Names_and_encoding_must_fit_the_network()
    {
        Network network = ModelFiles.Trained().Network;
        Assert.Contains("3 classes; 2 names",
            Assert.Throws<ArgumentException>("classNames", () => new Model(network, ["a", "b"])).Message, StringComparison.Ordinal);
        Assert.Contains("takes 4 features; the encoding gives 1",
            Assert.Throws<ArgumentException>("encoding", () => new Model(network, ["a", "b", "c"], new StandardScaling([0f], [1f]))).Message,
            StringComparison.Ordinal);
    }

    private static bool SameSpec(NetworkSpec a, NetworkSpec b)
        => (a.Inputs, a.Classes, a.Loss, a.Head, a.Targets) == (b.Inputs, b.Classes, b.Loss, b.Head, b.Targets);

    private static void AssertSame(Model expected, Model actual)
    {
        Assert.Equal(expected.Network.Tensors, actual.Network.Tensors);
        Assert.Equal(Given.Tensors(expected.Network), Given.Tensors(actual.Network));
        Assert.Equal(ModelFiles.Answers(expected.Network), ModelFiles.Answers(actual.Network));
        Assert.Equal(expected.Network.HasExits, actual.Network.HasExits);
        for (int exit = 1; expected.Network.HasExits && exit <= expected.Network.LayerCount; exit++)
        {
            Assert.Equal(ModelFiles.Answers(expected.Network, exit), ModelFiles.Answers(actual.Network, exit));
        }

        Assert.Equal(expected.Network.Spec, actual.Network.Spec, SameSpec);
        Assert.Equal(expected.Network.Spec.Layers, actual.Network.Spec.Layers);
        Assert.Equal(expected.ClassNames, actual.ClassNames);
        var encoding = (StandardScaling)expected.Encoding!;
        Assert.Equal(encoding.Means, ((StandardScaling)actual.Encoding!).Means);
        Assert.Equal(encoding.Deviations, ((StandardScaling)actual.Encoding).Deviations);
        Assert.Equal(expected.Training!.Options, actual.Training!.Options);
        Assert.Equivalent(expected.Training, actual.Training, strict: true);
        Assert.NotEmpty(actual.Training.Epochs[1].Validation);
    }

    /// <summary>Gives a few bytes at a time, as a network may.</summary>
    private sealed class Trickle(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, Math.Min(count, 13));

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
