namespace SigProp;

/// <summary>The networks of the paper's experiments; <see cref="NetworkPresets"/> makes their layers.</summary>
public enum NetworkPreset
{
    /// <summary>Two dense layers of 800 (table VI).</summary>
    FullyConnected2x800,

    /// <summary>Three dense layers of 800 (table VI).</summary>
    FullyConnected3x800,

    /// <summary>Four dense layers of 800 (table VI).</summary>
    FullyConnected4x800,

    /// <summary>Two dense layers of 800 with dropout 0.1 (table VI).</summary>
    FullyConnected2x800Dropout,

    /// <summary>Three dense layers of 1000 with dropout 0.1 (table VI).</summary>
    FullyConnected3x1000Dropout,

    /// <summary>A small convolutional network (table VI, whose layers the paper does not give; these are ours): 3 x 3 convolutions of 32, 64 and 128
    /// channels, each pooled by 2, and a dense layer of 256; batch normalisation.</summary>
    Convolutional,

    /// <summary>VGG8b (tables I and II; Nøkland and Eidnes 2019): 3 x 3 convolutions of 128, 256, pool, 256, 512, pool, 512, pool, 512 channels, pool, and a
    /// dense layer of 1024; batch normalisation and dropout 0.1. For images of at least 16 x 16.</summary>
    Vgg8b,

    /// <summary>VGG8b with twice the channels (tables III and IV).</summary>
    Vgg8bDouble,

    /// <summary>The convolutional network of section VI (table V), which the paper makes spiking (<see cref="NetworkSpec.Spiking"/>): two 3 x 3 convolutions
    /// of 128 channels with batch normalisation, each pooled by 2, and a dense layer of 16 units a channel, 2048. The numbers of channels are ours.</summary>
    SpikingConvolutional,
}
