/// Pictures that were looked at and found good.
enum Golden {
  static let ascii = #"""
                         Training of small
               * small training   o small validation
    loss
     0.8+oo
        |  oooo
     0.6+    **oooooo
        |       *****ooooooo
     0.4+            *******oooooooooooooooooooooooooooooooooooo
        |                           ****************************
        ++-------+------+-------+-------+-------+------+-------+
    accuracy
        |                           ****************************
     90%+            ***************        oooooooooooooooooooo
     85%+       *****ooooooooooooooooooooooo
        |    **oooooo
     80%+  oooo
     75%+oo
        ++-------+------+-------+-------+-------+------+-------+
         1       2      3       4       5       6      7       8
                                  epoch
    """#

  static let blocks = #"""
                         Training of small
             ▀▀▀ small training   ▀ ▀ small validation
    loss
     0.8┤▀▄
        │  ▀▜▄
     0.6┤     ▀█▌ ▄
        │       ▝▀▀▙▄█▙ ▄▖ ▄▖
     0.4┤              ▀▀▀▀▀▚▄█▙▄█▙▄▛▘ ▀▘ ▀▘ ▄▖ ▄▖ ▄▖ ▄▖ ▄▖ ▄▖ ▄
        │                           ▝▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▄▄▄▄▄▄▄▄▄▄▄▄
        └┬───────┬──────┬───────┬───────┬───────┬──────┬───────┬
    accuracy
        │                           ▗▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▀▀▀▀▀▀▀▀▀▀▀▀
     90%┤              ▄▄▄▄▄▞▀▀▀▀▀▀▀▚▖ ▄▖ ▄▖ ▄▖ ▄▖ ▄▖ ▄▖ ▄▖ ▄▖ ▄
     85%┤       ▗▄▄▀▀█▛ ▄▖ ▄▖ ▀▘ ▀▘ ▘
        │     ▄█▌ ▀▘
     80%┤  ▄▟▀
     75%┤▄▀
        └┬───────┬──────┬───────┬───────┬───────┬──────┬───────┬
         1       2      3       4       5       6      7       8
                                  epoch
    """#

  static let matrix = #"""
                         Confusion of small
    truth                        predicted
                            cat          dog it's_a {bir~  found
    cat                      50            2            .  96.2%
    dog                       7           40            3  80.0%
    it's_a {bird}             .            .            .      -
                                                      all  88.2%
    """#
}
